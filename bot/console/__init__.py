"""Edge to the terminal: the interview without Slack, and the replay of recorded ones.

What a terminal shows may be changed here; what an interview does may not.
"""
