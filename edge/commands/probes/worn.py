"""The configuration and what was typed -> which worn sensor is meant.

Refuses to know: what is done with it.
"""

from edge.config_options import Config, Imu, Imus
from edge.errors import InputError


def worn(config: Config, where: str = "") -> tuple[str, Imu]:
    """The sensor of that place, or the only one. Raises InputError, saying how to configure it, where there is none."""
    places = list(Imus.model_fields)
    if where and where not in places:
        raise InputError(f"--where {where} is no place where a sensor is worn", "give one of " + ", ".join(places))
    used = [place for place in places if getattr(config.capture.imu, place).source != "none"]
    if where and where not in used:
        raise InputError(f"no sensor is configured for the {where}", f'set source in [capture.imu.{where}], such as source = "mpu6050"')
    if not used:
        raise InputError("no worn sensor is configured", 'set source in [capture.imu.wrist], such as source = "mpu6050"')
    if not where and len(used) > 1:
        raise InputError(f"sensors are configured for {', '.join(used)}", f"say which is meant: --where {used[0]}")
    chosen = where or used[0]
    imu: Imu = getattr(config.capture.imu, chosen)
    return chosen, imu
