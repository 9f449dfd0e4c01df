"""Having a plan drafted, worded and kept. What a plan holds is chosen in bot/domain/planning."""
