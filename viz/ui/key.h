// SPDX-License-Identifier: MIT
// The keys that commands can have, whatever a platform calls them.
#pragma once

namespace viz {

/// Letters and signs are where an American keyboard has them.
enum class Key {
    none,  ///< any other
    a,
    b,
    c,
    d,
    e,
    f,
    g,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    o,
    p,
    q,
    r,
    s,
    t,
    u,
    v,
    w,
    x,
    y,
    z,
    right,
    left,
    down,
    up,
    page_down,
    page_up,
    home,
    end,
    space,
    tab,
    enter,
    escape,
    equal,
    minus,
    slash,
    keypad_add,
    keypad_subtract,
    f1,
    f5
};

/// A key with its modifiers.
struct KeyPress {
    Key key = Key::none;
    bool shift = false, ctrl = false, alt = false;

    friend bool operator==(const KeyPress&, const KeyPress&) = default;
};

}  // namespace viz
