"""A web process hears that it shall end, whatever its threads do at that moment."""

import subprocess
import sys

_SERVER = """
import signal, sys, threading
from app.web.stop_signal import hear_stop_signals

hear_stop_signals()
stopping = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopping.set())
waiting = threading.Event()

def takes_the_signal():
    waiting.wait(0.3)
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    waiting.wait(60)

threading.Thread(target=takes_the_signal, daemon=True).start()
stopping.wait()
sys.exit(7)
"""


def test_a_stop_signal_that_another_thread_takes_is_heard_by_the_main_thread() -> None:
    server = subprocess.run([sys.executable, "-c", _SERVER], timeout=30, check=False)
    assert server.returncode == 7
