"""Nouns and rules: pure, synchronous, frozen; no clock, no input or output. A rule is changed here, with its test."""
