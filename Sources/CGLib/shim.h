#pragma once
/* Of GLib only its time zones are used. */
#include <glib.h>
