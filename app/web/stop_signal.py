"""A web process hears that it shall end, whatever its threads do at that moment."""

import os
import signal
import threading


def hear_stop_signals() -> None:
    """To be called by the main thread, before the server waits in it.

    The server's main thread waits in a lock, and only a signal that the system gives to that very thread
    wakes it. A thread that begins in this moment - the server starts them as requests come - may take the
    signal in its place; Python notes it, and nobody runs the handler. So the first signal is sent once more,
    to the main thread by name. To hear of a stop twice does no harm.
    """
    noted, note = os.pipe()
    os.set_blocking(note, False)
    # Whichever thread takes a signal, its number is written here.
    signal.set_wakeup_fd(note, warn_on_full_buffer=False)
    main = threading.main_thread().ident

    def pass_on() -> None:
        number = os.read(noted, 1)[0]
        if main is not None:
            signal.pthread_kill(main, number)

    threading.Thread(target=pass_on, name="stop-signal", daemon=True).start()
