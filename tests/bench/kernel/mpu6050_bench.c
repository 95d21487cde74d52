// SPDX-License-Identifier: GPL-2.0-only
/*
 * An I2C bus with emulated MPU-6050 chips on it, which misbehaves when told to.
 *
 * For the test machine only; no part of the product is linked with it. Written from the kernel's documented
 * interfaces (Documentation/i2c/, include/linux/i2c.h) and InvenSense's register map RM-MPU-6000A-00, revision 4.2.
 *
 * Each chip samples by its own clock (sample_ppm away from ours), so that what is lost is lost as on a real one:
 * whoever reads too late finds an overflown FIFO. Each sample's X acceleration carries its number (see number_of()),
 * so that a reader can tell which ones it got.
 *
 * Told through /sys/kernel/debug/mpu6050_bench/:
 *   nack N      the next N transfers are not acknowledged (-EREMOTEIO, as the Raspberry Pi's controller says)
 *   hang E      every transfer blocks for hang_ms and fails with errno E, until 0 is written
 *   hang_ms N   how long that takes
 *   stall 1     the chips stop sampling; 0: they go on
 *   late N      N samples at once, as when nobody had read for so long; more than 85 overflow the FIFO
 *   brownout 1  the chips lose their supply for an instant: every register at its default, asleep
 *   present 0   the bus is unplugged; 1: plugged in again, which waits until the old one has been let go
 *   made, lost, transfers   counted since the module was loaded; reads only
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/i2c.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#define FIRST_ADDRESS 0x68
#define MOST_CHIPS 2
#define N_REGISTERS 128
#define FIFO_SIZE 1024
#define MOST_BYTES 14 /* of one sample: accel, temperature, gyro */

/* RM-MPU-6000A-00, section 3: the registers that do more than keep a byte */
#define SELF_TEST_X 0x0d
#define SELF_TEST_A 0x10
#define SMPLRT_DIV 0x19
#define CONFIG 0x1a
#define GYRO_CONFIG 0x1b
#define ACCEL_CONFIG 0x1c
#define FIFO_EN 0x23
#define INT_STATUS 0x3a
#define ACCEL_XOUT_H 0x3b
#define GYRO_ZOUT_L 0x48
#define USER_CTRL 0x6a
#define PWR_MGMT_1 0x6b
#define FIFO_COUNTH 0x72
#define FIFO_COUNTL 0x73
#define FIFO_R_W 0x74
#define WHO_AM_I 0x75

#define DATA_RDY 0x01
#define FIFO_OFLOW 0x10
#define FIFO_RESET 0x04
#define FIFO_ON 0x40
#define ASLEEP 0x40
#define DEVICE_RESET 0x80
#define FIFO_ACCEL 0x08
#define FIFO_TEMP 0x80

#define ONE_G_AT_2G 16384
#define GYRO_TRIM 3275 /* 25 x 131: factory trim code 1, at 250 degrees/s (register map, section 4.1) */
#define ACCEL_TRIM 1393 /* 4096 x 0.34: factory trim code 1, at 8 g */

static int bus_nr = 1;
module_param(bus_nr, int, 0444);
MODULE_PARM_DESC(bus_nr, "number of the bus: 1 is /dev/i2c-1");
static int chips = 1;
module_param(chips, int, 0444);
MODULE_PARM_DESC(chips, "how many chips, at 0x68 and 0x69");
static int who = 0x68;
module_param(who, int, 0644);
MODULE_PARM_DESC(who, "what WHO_AM_I answers");
static int bus_khz = 400;
module_param(bus_khz, int, 0644);
MODULE_PARM_DESC(bus_khz, "clock of the bus; a transfer takes as long as its bits do");
static int sample_ppm = 3000;
module_param(sample_ppm, int, 0444);
MODULE_PARM_DESC(sample_ppm, "how much too fast the chips' clock is (the datasheet allows 10000 either way)");

struct chip {
	u8 reg[N_REGISTERS];
	u8 pointer;
	u8 fifo[FIFO_SIZE];
	unsigned int head, held; /* next byte to read, bytes held */
	u8 last; /* what an empty FIFO answers */
	u8 count_low; /* latched when the high byte is read */
	u32 seq;
	ktime_t next;
};

static struct chip chip[MOST_CHIPS];
static DEFINE_MUTEX(lock); /* over the chips and the faults */
static struct dentry *folder;
static struct i2c_adapter adapter;
static bool plugged, going;
static u32 nack, hang, hang_ms = 1000, stall;
static u32 made, lost, transfers;

/* --- one chip ------------------------------------------------------------------------------------------- */

static void power_up(struct chip *c)
{
	memset(c->reg, 0, sizeof(c->reg));
	memset(&c->reg[SELF_TEST_X], 0x01, 3);
	c->reg[SELF_TEST_A] = 0x15;
	c->reg[PWR_MGMT_1] = ASLEEP;
	c->head = c->held = 0;
	c->next = ktime_get();
}

static s64 sample_ns(const struct chip *c)
{
	u8 filter = c->reg[CONFIG] & 7;
	s64 base = (filter == 0 || filter == 7) ? 125000 : 1000000; /* 8 kHz without the low-pass filter, else 1 kHz */

	return div_s64(base * (1 + c->reg[SMPLRT_DIV]) * 1000000, 1000000 + sample_ppm);
}

static void put16(u8 *at, int value)
{
	at[0] = (u8)(value >> 8);
	at[1] = (u8)value;
}

/* 64 different values whose mean over any few is about 0, so that they pass for noise: number n is 2 x (27 n mod 64 - 32). */
static int number_of(u32 seq)
{
	return 2 * (int)((27 * seq) % 64) - 64;
}

static void measure(struct chip *c)
{
	u8 *out = &c->reg[ACCEL_XOUT_H];
	int accel_range = (c->reg[ACCEL_CONFIG] >> 3) & 3, gyro_range = (c->reg[GYRO_CONFIG] >> 3) & 3, axis;

	for (axis = 0; axis < 3; axis++) {
		int accel_test = c->reg[ACCEL_CONFIG] & (0x80 >> axis) ? 4 * ACCEL_TRIM >> accel_range : 0;
		int gyro_test = c->reg[GYRO_CONFIG] & (0x80 >> axis) ? GYRO_TRIM >> gyro_range : 0;
		int still = axis == 2 ? ONE_G_AT_2G >> accel_range : axis == 0 ? number_of(c->seq) : 0;

		put16(out + 2 * axis, still + accel_test);
		put16(out + 8 + 2 * axis, (int)(c->seq % 5) - 2 + (axis == 1 ? -gyro_test : gyro_test));
	}
	put16(out + 6, -3920); /* 25 degrees Celsius: (value / 340) + 36.53 */
	c->reg[INT_STATUS] |= DATA_RDY;
	c->seq++;
}

static void push(struct chip *c, u8 byte)
{
	if (c->held == FIFO_SIZE) { /* the oldest byte gives way */
		c->head = (c->head + 1) % FIFO_SIZE;
		c->held--;
		c->reg[INT_STATUS] |= FIFO_OFLOW;
	}
	c->fifo[(c->head + c->held++) % FIFO_SIZE] = byte;
}

static void push_range(struct chip *c, unsigned int first, unsigned int n)
{
	while (n--)
		push(c, c->reg[ACCEL_XOUT_H + first++]);
}

static void push_sample(struct chip *c)
{
	u8 enabled = c->reg[FIFO_EN];
	int axis;

	if (!(c->reg[USER_CTRL] & FIFO_ON) || !enabled)
		return;
	made++;
	if (c->held + MOST_BYTES > FIFO_SIZE)
		lost++;
	if (enabled & FIFO_ACCEL)
		push_range(c, 0, 6);
	if (enabled & FIFO_TEMP)
		push_range(c, 6, 2);
	for (axis = 0; axis < 3; axis++)
		if (enabled & (0x40 >> axis))
			push_range(c, 8 + 2 * axis, 2);
}

static void take_sample(struct chip *c)
{
	measure(c);
	push_sample(c);
}

/* Everything that the chip has sampled since it was last looked at. */
static void catch_up(struct chip *c)
{
	ktime_t now = ktime_get();
	s64 period = sample_ns(c);

	if (stall || (c->reg[PWR_MGMT_1] & ASLEEP)) {
		c->next = ktime_add_ns(now, period);
		return;
	}
	if (ktime_to_ns(ktime_sub(now, c->next)) > 4 * NSEC_PER_SEC) /* the FIFO has overflown many times over */
		c->next = ktime_sub_ns(now, 4 * NSEC_PER_SEC);
	while (ktime_compare(c->next, now) <= 0) {
		take_sample(c);
		c->next = ktime_add_ns(c->next, period);
	}
}

static u8 pull(struct chip *c)
{
	if (c->held) {
		c->last = c->fifo[c->head];
		c->head = (c->head + 1) % FIFO_SIZE;
		c->held--;
	}
	return c->last;
}

static u8 read_register(struct chip *c)
{
	u8 at = c->pointer, value;

	if (at == FIFO_R_W)
		return pull(c); /* the address stays */
	c->pointer = (at + 1) % N_REGISTERS;
	switch (at) {
	case INT_STATUS:
		value = c->reg[at];
		c->reg[at] = 0;
		return value;
	case FIFO_COUNTH:
		c->count_low = (u8)c->held;
		return (u8)(c->held >> 8);
	case FIFO_COUNTL:
		return c->count_low;
	case WHO_AM_I:
		return (u8)who;
	default:
		return c->reg[at];
	}
}

static bool read_only(u8 at)
{
	return (at >= INT_STATUS && at <= GYRO_ZOUT_L) || at == FIFO_COUNTH || at == FIFO_COUNTL || at == WHO_AM_I;
}

static void write_register(struct chip *c, u8 value)
{
	u8 at = c->pointer;

	if (at == FIFO_R_W) {
		push(c, value);
		return;
	}
	c->pointer = (at + 1) % N_REGISTERS;
	if (at == PWR_MGMT_1 && (value & DEVICE_RESET)) {
		power_up(c);
		return;
	}
	if (at == USER_CTRL && (value & FIFO_RESET))
		c->head = c->held = 0;
	if (at == USER_CTRL)
		value &= ~0x07; /* the three resets clear themselves */
	if (at == PWR_MGMT_1 && (c->reg[at] & ASLEEP) && !(value & ASLEEP))
		c->next = ktime_add_ns(ktime_get(), sample_ns(c));
	if (!read_only(at))
		c->reg[at] = value;
}

/* --- the bus -------------------------------------------------------------------------------------------- */

static void exchange(struct chip *c, struct i2c_msg *msg)
{
	int i;

	for (i = 0; i < msg->len; i++) {
		if (msg->flags & I2C_M_RD)
			msg->buf[i] = read_register(c);
		else if (i == 0)
			c->pointer = msg->buf[0] % N_REGISTERS;
		else
			write_register(c, msg->buf[i]);
	}
}

static int refusal(void)
{
	int error = 0;

	mutex_lock(&lock);
	transfers++;
	if (going) {
		error = -ENODEV;
	} else if (hang) {
		error = -(int)hang;
	} else if (nack) {
		nack--;
		error = -EREMOTEIO;
	}
	mutex_unlock(&lock);
	if (hang && error == -(int)hang)
		msleep(hang_ms);
	return error;
}

static int transfer(struct i2c_adapter *bus, struct i2c_msg *msgs, int n)
{
	unsigned int bytes = 0;
	int i, error = refusal();

	if (error)
		return error;
	for (i = 0; i < n; i++) {
		if (msgs[i].addr < FIRST_ADDRESS || msgs[i].addr >= FIRST_ADDRESS + chips)
			return -EREMOTEIO;
		bytes += 1 + msgs[i].len;
	}
	usleep_range(bytes * 9000 / bus_khz, bytes * 9000 / bus_khz + 50); /* 9 bits a byte */
	mutex_lock(&lock);
	for (i = 0; i < n; i++) {
		struct chip *c = &chip[msgs[i].addr - FIRST_ADDRESS];

		catch_up(c);
		exchange(c, &msgs[i]);
	}
	mutex_unlock(&lock);
	return n;
}

static u32 functionality(struct i2c_adapter *bus)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm algorithm = { .master_xfer = transfer, .functionality = functionality };

static int plug_in(void)
{
	int error;

	memset(&adapter, 0, sizeof(adapter));
	adapter.owner = THIS_MODULE;
	adapter.algo = &algorithm;
	adapter.nr = bus_nr;
	strscpy(adapter.name, "MPU-6050 bench", sizeof(adapter.name));
	going = false;
	error = i2c_add_numbered_adapter(&adapter);
	plugged = !error;
	return error;
}

static void unplug(struct work_struct *work)
{
	i2c_del_adapter(&adapter); /* waits until the last program has closed it */
	plugged = false;
}

static DECLARE_WORK(unplugging, unplug);

/* --- faults --------------------------------------------------------------------------------------------- */

static int set_present(void *unused, u64 value)
{
	int i;

	if (!value) {
		if (!plugged || going)
			return 0;
		going = true;
		schedule_work(&unplugging);
		return 0;
	}
	flush_work(&unplugging);
	if (plugged)
		return 0;
	for (i = 0; i < MOST_CHIPS; i++)
		power_up(&chip[i]); /* who was unplugged was without supply */
	return plug_in();
}

static int get_present(void *unused, u64 *value)
{
	*value = plugged && !going;
	return 0;
}

static int set_brownout(void *unused, u64 value)
{
	int i;

	mutex_lock(&lock);
	for (i = 0; i < MOST_CHIPS; i++)
		power_up(&chip[i]);
	mutex_unlock(&lock);
	return 0;
}

static int set_late(void *unused, u64 value)
{
	int i;

	if (value > 10000)
		return -EINVAL;
	mutex_lock(&lock);
	for (i = 0; i < chips; i++) {
		u64 left = value;

		catch_up(&chip[i]);
		while (left--)
			take_sample(&chip[i]);
	}
	mutex_unlock(&lock);
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE(present, get_present, set_present, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(brownout, NULL, set_brownout, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(late, NULL, set_late, "%llu\n");

static int __init begin(void)
{
	int i, error;

	if (chips < 1 || chips > MOST_CHIPS || bus_khz < 10)
		return -EINVAL;
	for (i = 0; i < MOST_CHIPS; i++)
		power_up(&chip[i]);
	error = plug_in();
	if (error)
		return error;
	folder = debugfs_create_dir(KBUILD_MODNAME, NULL);
	debugfs_create_u32("nack", 0600, folder, &nack);
	debugfs_create_u32("hang", 0600, folder, &hang);
	debugfs_create_u32("hang_ms", 0600, folder, &hang_ms);
	debugfs_create_u32("stall", 0600, folder, &stall);
	debugfs_create_u32("made", 0400, folder, &made);
	debugfs_create_u32("lost", 0400, folder, &lost);
	debugfs_create_u32("transfers", 0400, folder, &transfers);
	debugfs_create_file_unsafe("late", 0200, folder, NULL, &late);
	debugfs_create_file_unsafe("brownout", 0200, folder, NULL, &brownout);
	debugfs_create_file_unsafe("present", 0600, folder, NULL, &present);
	return 0;
}

static void __exit end(void)
{
	debugfs_remove_recursive(folder);
	flush_work(&unplugging);
	if (plugged)
		i2c_del_adapter(&adapter);
}

module_init(begin);
module_exit(end);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("An I2C bus with emulated MPU-6050 chips, for tests");
