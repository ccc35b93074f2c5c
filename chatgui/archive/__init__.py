"""What a person has said and heard, kept on this computer."""
