"""The machine that lets an organisation live at random, and what must be true after every step.

`organisation` is what lives, `figures` is what its figures should be (in Python, from bare rows),
`promises` holds the product against that, `life` lets Hypothesis choose what happens.
"""
