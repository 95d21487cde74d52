"""A folder of recordings with labels -> how well the shipped code and weights do on them, through the very path of `analyze`.

Refuses to know: training. Runs on folders it has never seen.
"""
