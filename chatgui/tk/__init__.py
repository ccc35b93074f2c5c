"""The window: the only place that imports tkinter. It shows what chatgui/app knows."""
