"""The Gedragscode Integriteit Rijk (GIR): editions, articles, addenda, acknowledgement.

Rooms: `models` (what is stored), `services` (changes), `reports` (what is read, as frozen
dataclasses), `importing` (the official text from a file), `searching` (finding an article in
Dutch), `content` (the texts that a new site starts with). An editor works on pages of Wagtail; what
a reader sees comes from the immutable `ArticleVersion`, never from a page. Time never writes: an
edition is in force because its first day has come.
"""
