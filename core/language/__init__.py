"""What is known of Dutch as a language, for whatever searches or compares texts.

`words` finds words and brings them back to their stem, `compounds` takes "nevenwerkzaamheden"
apart, `spelling` finds what somebody meant to type, `marking` shows where a text was hit, `plain`
takes the text out of HTML and `differences` tells what changed in it. `groups` holds words that
mean the same and `asking` turns what somebody typed into words of the texts. None of them knows
what the texts are about.
"""
