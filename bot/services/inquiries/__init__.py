"""Free questions: what this person may see is loaded first, answered from that alone, and nothing else is done."""
