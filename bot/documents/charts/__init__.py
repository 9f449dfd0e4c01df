"""The pictures in documents and messages. Looks may be changed; every number comes from outside."""
