"""What windows are made of, for both programs: look, widgets, dialogs. Imported late."""
