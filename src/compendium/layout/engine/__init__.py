"""WeasyPrint, behind a small surface. Only this folder uses its private names.

Nothing here is imported before something is typeset: the engine takes half a second to
load, and must find the fonts of the theme when it does.
"""
