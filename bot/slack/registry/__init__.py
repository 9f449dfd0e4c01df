"""What a button, a form or a command is: who may, the gate before it, the trail it leaves. No use case stands here."""
