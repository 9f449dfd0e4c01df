"""What a pilot's start says: who asks whom and for what, what each is named for, and what came back."""
