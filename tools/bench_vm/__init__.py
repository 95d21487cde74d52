"""A Debian machine under QEMU, and the daemon driven inside it."""
