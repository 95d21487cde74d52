"""A template for python-dbusmock, run by the system's Python: BlueZ on D-Bus, with one adapter and one PineTime that can misbehave.

Around dbusmock's own bluez5 template it adds what that leaves out: a watch that advertises only while it is in reach and looked for,
services that appear on connection, notifications.
"""

import struct

import dbus
from dbusmock import OBJECT_MANAGER_IFACE, mockobject
from dbusmock.templates import bluez5
from gi.repository import GLib

BUS_NAME, MAIN_OBJ, SYSTEM_BUS, IS_OBJECT_MANAGER = bluez5.BUS_NAME, bluez5.MAIN_OBJ, True, True
AddAdapter = bluez5.AddAdapter

ADAPTER, DEVICE = bluez5.ADAPTER_IFACE, bluez5.DEVICE_IFACE
SERVICE, CHARACTERISTIC = "org.bluez.GattService1", "org.bluez.GattCharacteristic1"
YES, NO = dbus.Boolean(True), dbus.Boolean(False)
HCI = "/org/bluez/hci0"
WATCH = HCI + "/dev_C0_FF_EE_00_00_42"

BATTERY, HEART_RATE, MOTION = (
    "00002a19-0000-1000-8000-00805f9b34fb",
    "00002a37-0000-1000-8000-00805f9b34fb",
    "00030002-78fc-48fe-8e23-433b3a1942d0",
)
SERVICES = {
    WATCH + "/service0010": ("0000180f-0000-1000-8000-00805f9b34fb", {"char0011": (BATTERY, ["read", "notify"])}),
    WATCH + "/service0020": ("0000180d-0000-1000-8000-00805f9b34fb", {"char0021": (HEART_RATE, ["notify"])}),
    WATCH + "/service0030": ("00030000-78fc-48fe-8e23-433b3a1942d0", {"char0031": (MOTION, ["read", "notify"])}),
}
SAYS = {HEART_RATE: bytes([0x16, 72, 0, 4]), MOTION: struct.pack("<3h", 0, 0, -1024)}


class World:
    in_reach = True
    mute = False
    nudge = 0


def load(mock, parameters):
    bluez5.load(mock, parameters)
    GLib.idle_add(begin, mock)


def begin(mock):
    """Once dbusmock has entered its main object into its books."""
    mock.AddAdapter("hci0", "bench")
    adapter = mockobject.objects[HCI]
    adapter.AddProperty(ADAPTER, "Roles", dbus.Array(["central", "peripheral"], signature="s"))
    announce(HCI)
    adapter.AddMethod(ADAPTER, "StartDiscovery", "", "", START_DISCOVERY)
    GLib.timeout_add(200, live)
    return False


START_DISCOVERY = """
if not self.props['org.bluez.Adapter1']['Powered']:
    raise dbus.exceptions.DBusException('Resource Not Ready', name='org.bluez.Error.NotReady')
self.UpdateProperties('org.bluez.Adapter1', {'Discovering': dbus.Boolean(True, variant_level=1)})
"""
CONNECT = """
if not self.props['org.bluez.Device1']['RSSI'] > -120:
    raise dbus.exceptions.DBusException('le-connection-abort-by-local', name='org.bluez.Error.Failed')
self.connected = True
self.UpdateProperties('org.bluez.Device1', {'Connected': dbus.Boolean(True)})
"""
DISCONNECT = """
self.connected = False
self.UpdateProperties('org.bluez.Device1', {'Connected': dbus.Boolean(False), 'ServicesResolved': dbus.Boolean(False)})
"""
DEVICE_METHODS = [("Connect", "", "", CONNECT), ("Disconnect", "", "", DISCONNECT)]
KNOWN = {
    "Address": "C0:FF:EE:00:00:42", "AddressType": "random", "Name": "InfiniTime", "Alias": "InfiniTime", "Paired": NO, "Connected": NO,
    "Trusted": NO, "Blocked": NO, "Adapter": dbus.ObjectPath(HCI), "RSSI": dbus.Int16(-60), "ServicesResolved": NO,
}  # fmt: skip
NOTIFY = "self.UpdateProperties('org.bluez.GattCharacteristic1', {'Notifying': dbus.Boolean(%s, variant_level=1)})"


def announce(path):
    manager = mockobject.objects["/"]
    manager.EmitSignal(OBJECT_MANAGER_IFACE, "InterfacesAdded", "oa{sa{sv}}", [dbus.ObjectPath(path), mockobject.objects[path].props])


def live():
    """A fifth of a second in the life of the watch."""
    adapter = mockobject.objects[HCI]
    if adapter.props[ADAPTER]["Powered"] and World.in_reach:
        device = mockobject.objects.get(WATCH)
        if adapter.props[ADAPTER]["Discovering"] and not (device and device.connected):
            advertise()
        elif device and device.connected:
            serve(device)
    return True


def advertise():
    if WATCH not in mockobject.objects:
        add(WATCH, DEVICE, dict(KNOWN, UUIDs=dbus.Array([uuid for uuid, _ in SERVICES.values()], signature="s")), DEVICE_METHODS)
        mockobject.objects[WATCH].connected = False
    World.nudge = 1 - World.nudge
    mockobject.objects[WATCH].UpdateProperties(DEVICE, {"RSSI": dbus.Int16(-60 - World.nudge)})


def serve(device):
    if not device.props[DEVICE]["ServicesResolved"]:
        resolve(device)
    for path, (_, characteristics) in SERVICES.items():
        for name, (uuid, _) in characteristics.items():
            place = mockobject.objects[path + "/" + name]
            if uuid in SAYS and place.props[CHARACTERISTIC]["Notifying"] and not World.mute:
                place.UpdateProperties(CHARACTERISTIC, {"Value": dbus.Array(list(SAYS[uuid]), signature="y")})


def resolve(device):
    for path, (uuid, characteristics) in SERVICES.items():
        facts = {"UUID": uuid, "Primary": YES, "Device": dbus.ObjectPath(WATCH), "Includes": dbus.Array([], signature="o")}
        add(path, SERVICE, facts, [])
        for name, (of, flags) in characteristics.items():
            facts = {
                "UUID": of, "Service": dbus.ObjectPath(path), "Flags": dbus.Array(flags, signature="s"), "Notifying": NO,
                "Value": dbus.Array([], signature="y"), "MTU": dbus.UInt16(247),
            }  # fmt: skip
            methods = [
                ("StartNotify", "", "", NOTIFY % True), ("StopNotify", "", "", NOTIFY % False),
                ("ReadValue", "a{sv}", "ay", "ret = dbus.ByteArray(bytes([90]))"),
            ]  # fmt: skip
            add(path + "/" + name, CHARACTERISTIC, facts, methods)
    device.UpdateProperties(DEVICE, {"ServicesResolved": YES})


def add(path, interface, facts, methods):
    if path in mockobject.objects:
        mockobject.objects["/"].RemoveObject(path)
    mockobject.objects["/"].AddObject(path, interface, dbus.Dictionary(facts, signature="sv"), methods)
    announce(path)


@dbus.service.method("org.bluez.Test", in_signature="s", out_signature="")
def Do(self, what):
    """leave, return, mute, speak, off, on."""
    adapter, device = mockobject.objects[HCI], mockobject.objects.get(WATCH)
    World.in_reach = {"leave": False, "return": True}.get(what, World.in_reach)
    World.mute = {"mute": True, "speak": False}.get(what, World.mute)
    if what in ("off", "on"):
        adapter.UpdateProperties(ADAPTER, {"Powered": dbus.Boolean(what == "on", variant_level=1)})
    if what in ("leave", "off") and device and device.connected:
        device.connected = False
        device.UpdateProperties(DEVICE, {"Connected": NO, "ServicesResolved": NO})
