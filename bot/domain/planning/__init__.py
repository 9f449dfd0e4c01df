"""From gaps to a dated plan: practices, people, calendar, gates, risks. Nothing here words a plan for a team."""
