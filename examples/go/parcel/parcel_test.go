package parcel

import (
	"errors"
	"testing"
)

func TestGirth(t *testing.T) {
	for _, p := range []Parcel{{Length: 300, Width: 200, Height: 100}, {Length: 100, Width: 300, Height: 200}} {
		if got := p.Girth(); got != 900 {
			t.Errorf("girth of %+v = %d, want 900", p, got)
		}
	}
}

func TestBillableWeight(t *testing.T) {
	tests := map[string]struct {
		parcel Parcel
		want   int
	}{
		"heavy": {Parcel{Length: 100, Width: 100, Height: 100, Weight: 900}, 900},
		"bulky": {Parcel{Length: 300, Width: 200, Height: 100, Weight: 900}, 1200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := test.parcel.BillableWeight()
			if err != nil || got != test.want {
				t.Errorf("got %d, %v, want %d", got, err, test.want)
			}
		})
	}
}

func TestBillableWeightNeedsASize(t *testing.T) {
	if _, err := (Parcel{Length: 10, Width: 10, Weight: 5}).BillableWeight(); !errors.Is(err, ErrNoSize) {
		t.Errorf("got %v, want ErrNoSize", err)
	}
}
