"""The official text from a file: the publication's XML, Word or Markdown.

`reading` chooses by the kind of file; each kind gives the same stream of headings and blocks, from
which `articles` makes the articles and says everything that is wrong, with its line.
"""
