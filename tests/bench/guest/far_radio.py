"""bumble's simulated radio -> one that the kernel's Bluetooth gets along with: what bumble 0.0.236 promises and does not keep is mended.

Refuses to know: who advertises, and what is said over it.
"""

import asyncio
from typing import Any

from bumble import hci
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.link import LocalLink
from bumble.ll import TerminateInd

NOT_KEPT = hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
"""Who claims one of the first two must announce a connection by the enhanced event (Core Specification 5.4, volume 4, part E, 7.7.65.10),
which bumble does not. The kernel then waits for that event, cancels the connection that it has, and never again sends what would end it."""


class Link(LocalLink):  # type: ignore[misc]
    """The air. bumble names a sender by its random address always; BlueZ scans with that one, and connects with its public one."""

    def send_acl_data(self, sender_controller: Any, destination_address: Any, transport: Any, data: bytes) -> None:
        if transport != PhysicalTransport.LE:
            super().send_acl_data(sender_controller, destination_address, transport, data)
            return
        connection = sender_controller.le_connections.get(destination_address)
        receiver = self.find_le_controller(destination_address)
        source = connection.self_address if connection else sender_controller.random_address
        if receiver is not None:
            asyncio.get_running_loop().call_soon(receiver.on_link_acl_data, source, transport, data)


class Adapter(Controller):  # type: ignore[misc]
    """The box's own radio. It claims no more than it does, gives up a connection that nobody answered, and forgets all when it is reset."""

    le_features = Controller.le_features & ~NOT_KEPT
    pending_le_connection: Any

    def on_hci_le_create_connection_cancel_command(self, command: Any) -> Any:
        """Core Specification 5.4, volume 4, part E, 7.8.13: the attempt ends, and an event says so."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        asyncio.get_running_loop().call_soon(self.send_hci_packet, _not_connected(pending.peer_address))
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def on_hci_disconnect_command(self, command: Any) -> None:
        """Core Specification 5.4, volume 4, part E, 7.1.6: a connection that is not there cannot be ended."""
        if self.find_connection_by_handle(command.connection_handle):
            super().on_hci_disconnect_command(command)
        else:
            self._send_hci_command_status(hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR, command.op_code)

    def on_hci_reset_command(self, command: Any) -> Any:
        """Core Specification 5.4, volume 4, part E, 7.3.2: its connections are gone; who is at their other ends hears nothing more."""
        for connection in list(self.le_connections.values()):
            connection.send_ll_control_pdu(TerminateInd(hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR))
        self.le_connections.clear()
        self.pending_le_connection = None
        self.le_scan_enable = False
        return super().on_hci_reset_command(command)


def _not_connected(peer: Any) -> Any:
    return hci.HCI_LE_Connection_Complete_Event(
        status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
        connection_handle=0, role=hci.Role.CENTRAL, peer_address_type=peer.address_type, peer_address=peer,
        connection_interval=0, peripheral_latency=0, supervision_timeout=0, central_clock_accuracy=0,
    )  # fmt: skip
