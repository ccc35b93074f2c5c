"""What each command and each log entry does; the tables in `chatserver.hub` say which is whose."""
