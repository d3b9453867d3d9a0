# SPDX-License-Identifier: MIT
"""Drops files onto a window as a file manager does, which xdotool cannot: the protocol XDND, version 5, from the side
of the source, through libX11."""
import ctypes
import os
import time
import urllib.parse

CLIENT_MESSAGE, SELECTION_REQUEST, SELECTION_NOTIFY = 33, 30, 31
REPLACE, CURRENT_TIME = 0, 0
VERSION = 5
# Long enough for a program that draws by software and reads what was dropped before.
DEADLINE_SECONDS = 30


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("rest", ctypes.c_long * 24)]


class SelectionRequest(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("owner", ctypes.c_ulong), ("requestor", ctypes.c_ulong),
                ("selection", ctypes.c_ulong), ("target", ctypes.c_ulong), ("property", ctypes.c_ulong),
                ("time", ctypes.c_ulong), ("rest", ctypes.c_long * 24)]


class SelectionNotify(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("requestor", ctypes.c_ulong), ("selection", ctypes.c_ulong),
                ("target", ctypes.c_ulong), ("property", ctypes.c_ulong), ("time", ctypes.c_ulong),
                ("rest", ctypes.c_long * 24)]


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def _ignore(_display, _error):
    """A window that is gone takes no messages; left to itself libX11 would end this process over it."""
    return 0


class Dropper:
    """Drags files from a window of its own that is never shown."""

    def __init__(self, display):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XSetErrorHandler(_ignore)
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        for function in ("XInternAtom", "XDefaultRootWindow", "XCreateSimpleWindow"):
            getattr(self.x11, function).restype = ctypes.c_ulong
        self.connection = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.connection))
        self.window = self.x11.XCreateSimpleWindow(self.connection, root, 0, 0, 1, 1, 0, ctypes.c_ulong(0),
                                                   ctypes.c_ulong(0))
        self.selection, self.uris = self._atom("XdndSelection"), self._atom("text/uri-list")

    def close(self):
        self.x11.XCloseDisplay(self.connection)

    def _atom(self, name):
        return self.x11.XInternAtom(self.connection, name.encode(), False)

    def _send(self, target, name, *data):
        message = ClientMessage(type=CLIENT_MESSAGE, window=target, message_type=self._atom(name), format=32)
        message.data[:len(data)] = data
        self.x11.XSendEvent(self.connection, ctypes.c_ulong(target), False, ctypes.c_long(0), ctypes.byref(message))
        self.x11.XFlush(self.connection)

    def drop(self, target, paths, is_alive, root_x=10, root_y=10):
        """Drops the files onto a window. False when it does not say in time that it has them, or is_alive() no more."""
        text = "".join(f"file://{urllib.parse.quote(os.fsencode(path))}\r\n" for path in paths).encode()
        self.x11.XSetSelectionOwner(self.connection, ctypes.c_ulong(self.selection), ctypes.c_ulong(self.window),
                                    ctypes.c_ulong(CURRENT_TIME))
        copy = self._atom("XdndActionCopy")
        self._send(target, "XdndEnter", self.window, VERSION << 24, self.uris, 0, 0)
        self._send(target, "XdndPosition", self.window, 0, root_x << 16 | root_y, CURRENT_TIME, copy)
        self._send(target, "XdndDrop", self.window, 0, CURRENT_TIME)
        return self._serve(text, is_alive)

    def _serve(self, text, is_alive):
        """Hands over the names when they are asked for, until the target has finished."""
        finished, end = self._atom("XdndFinished"), time.monotonic() + DEADLINE_SECONDS
        event = (ctypes.c_long * 24)()
        while is_alive() and time.monotonic() < end:
            if not self.x11.XPending(self.connection):
                time.sleep(0.001)
                continue
            self.x11.XNextEvent(self.connection, event)
            kind = ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0]
            if kind == SELECTION_REQUEST:
                self._answer(ctypes.cast(event, ctypes.POINTER(SelectionRequest))[0], text)
            elif kind == CLIENT_MESSAGE:
                if ctypes.cast(event, ctypes.POINTER(ClientMessage))[0].message_type == finished:
                    return True
        return False

    def _answer(self, request, text):
        self.x11.XChangeProperty(self.connection, ctypes.c_ulong(request.requestor), ctypes.c_ulong(request.property),
                                 ctypes.c_ulong(request.target), 8, REPLACE, text, len(text))
        answer = SelectionNotify(type=SELECTION_NOTIFY, requestor=request.requestor, selection=request.selection,
                                 target=request.target, property=request.property, time=request.time)
        self.x11.XSendEvent(self.connection, ctypes.c_ulong(request.requestor), False, ctypes.c_long(0),
                            ctypes.byref(answer))
        self.x11.XFlush(self.connection)
