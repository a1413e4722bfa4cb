"""Pictures: tables go in, matplotlib figures come out, one picture per function and file.

Nothing here runs a simulation or touches global state: every function returns a fresh
`matplotlib.figure.Figure`, drawn with fonts that hold Chinese, with colors that color-blind people can tell
apart and line styles and markers as a second cue. Import the picture you need from its module, for example
``from simulator.plots.forest import forest``; matplotlib is loaded only then.
"""
