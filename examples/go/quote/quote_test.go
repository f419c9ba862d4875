package quote

import (
	"errors"
	"testing"

	"example.com/parcelkit/parcel"
)

func small(postcode string) parcel.Parcel {
	return parcel.Parcel{Length: 200, Width: 100, Height: 50, Weight: 1500, To: parcel.Address{Postcode: postcode}}
}

func TestPrice(t *testing.T) {
	for postcode, want := range map[string]int{"SW1A 1AA": 610, "kw15-1aa": 1310, "ze2 9aa": 1310, "KW": 610, "": 610} {
		got, err := Price(small(postcode))
		if err != nil || got != want {
			t.Errorf("price to %q = %d, %v, want %d", postcode, got, err, want)
		}
	}
}

func TestPriceOfTheImpossible(t *testing.T) {
	if _, err := Price(parcel.Parcel{Length: 2000, Width: 600, Height: 600}); !errors.Is(err, ErrTooBig) {
		t.Errorf("got %v, want ErrTooBig", err)
	}
	if _, err := Price(parcel.Parcel{}); !errors.Is(err, parcel.ErrNoSize) {
		t.Errorf("got %v, want ErrNoSize", err)
	}
}
