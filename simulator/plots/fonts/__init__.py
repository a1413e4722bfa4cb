"""The typefaces of every figure: a small cut of Noto Sans CJK SC, shipped so that Chinese is always drawn."""
