"""Finding an article in Dutch: mistyped, in other words, or written as one long word.

The corpus is some hundred short texts, so each process holds an index of its own, made anew when
the texts differ. `corpus` says what is searched, `synonyms` which words mean the same, `index`
holds the words and `answers` is what somebody gets; `core.language` knows the Dutch.
"""
