// Package berth finds a place for a ship.
package berth

import (
	"cmp"
	"slices"
)

// Berth has a length and a depth in decimetres.
type Berth struct {
	Number, Length, Depth int
	Taken                 bool
}

// Find gives the shortest free berth that is long and deep enough.
func Find(berths []Berth, length, draught int) (Berth, bool) {
	var fitting []Berth
	for _, b := range berths {
		if !b.Taken && b.Length >= length && b.Depth > draught {
			fitting = append(fitting, b)
		}
	}
	if len(fitting) == 0 {
		return Berth{}, false
	}
	return slices.MinFunc(fitting, func(a, b Berth) int {
		return cmp.Or(cmp.Compare(a.Length, b.Length), cmp.Compare(a.Number, b.Number))
	}), true
}
