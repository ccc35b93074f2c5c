"""DATA/server.db: one file, one writer; a file here for each family of its tables."""
