"""The columns of the sheet of roles, as it is written and as it is read back."""

ROLE_ID, ROLE, KNOWN, BASIS = "Role Id", "Role", "Known so far", "How it is known"
TAKEN_BY, SHARE = "Who takes it", "Share of the week (%)"
COLUMNS = (ROLE_ID, ROLE, KNOWN, BASIS, TAKEN_BY, SHARE)
