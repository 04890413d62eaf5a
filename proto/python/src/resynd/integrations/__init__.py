# SPDX-License-Identifier: Apache-2.0
"""Trainers' own interfaces to rewards, each a few lines over the client. A module here needs its trainer
only where it takes classes from it; proto/python/README.md has a section and a row for each.

All take the settings of a client, and: `on_error`, None for the trainer's own way to say "do not train
on this", else "raise", "nan" or a number, where that trainer has them; `on_response_fault`, "zero" or
"mask"; `thinking`, `extract` and `format_weight`, as in an item of the API."""
