/* SPDX-License-Identifier: Apache-2.0 */
/* describe.c: deploy/configuration.md, as resynd --describe-settings=markdown writes it. */
#include "lib/config/describe.h"
#include "daemon/supervisor/settings.h"

static const char head[] =
    "# Configuration\n"
    "\n"
    "Written by `resynd --describe-settings=markdown`; a change here is lost.\n"
    "\n"
    "Each setting may be given in a YAML file (`--config FILE`, else `/etc/resynd/resynd.yaml` "
    "where "
    "there is one),\n"
    "in the environment (`RESYND_SECTION__KEY`) and on the command line (`--set "
    "section.key=value`, "
    "or an option of its\n"
    "own). The command line wins over the environment, the environment over the file, a list as a "
    "whole; in the\n"
    "environment and on the command line its items are separated by commas. A name that is not "
    "here "
    "is an error.\n"
    "\n"
    "```yaml\n"
    "server:\n"
    "  listen: [127.0.0.1:8420, unix:/run/resynd/resynd.sock]\n"
    "store:\n"
    "  environments: /srv/environments\n"
    "log:\n"
    "  level: warning\n"
    "```\n"
    "\n"
    "`resynd --check-config` says whether all is valid, `resynd --print-config` what each setting "
    "is "
    "and where it\n"
    "comes from; what it prints is a configuration file again.\n"
    "\n";

void describe_page(struct buffer *out)
{
    buffer_append_text(out, head);
    describe_markdown(&settings, SETTINGS_PREFIX, out);
}
