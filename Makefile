# Thin aliases; nothing here does work of its own.
PYTHON ?= python3

.PHONY: demo test lock
demo:
	$(PYTHON) -m app demo
test:
	$(PYTHON) -m app test
lock:
	$(PYTHON) tools/lock.py
