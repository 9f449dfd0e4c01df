"""What a text says in words that can be compared: stems, numbers and days, whatever language they were said in.

Names no person, product or team; knows English words by a dictionary and the rest by their numbers and calendars.
"""
