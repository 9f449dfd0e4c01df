"""Starts the command line: python -m bot."""

import gc

gc.disable()  # all that is loaded stays: to look through it time and again took a quarter of the start

from bot.cli import main  # noqa: E402

gc.freeze()
gc.enable()
main()
