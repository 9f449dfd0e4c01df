"""Nouns and rules: pure, synchronous, frozen; no clock, no input or output."""
