package label

import (
	"slices"
	"testing"

	"example.com/parcelkit/parcel"
)

func TestLines(t *testing.T) {
	got := Lines(parcel.Address{Name: "Ada Lovelace", Street: " 12 St James's Square ", Town: "London", Postcode: "sw1y-4lb", Country: "gb"})
	want := []string{"Ada Lovelace", "12 St James's Square", "London", "SW1Y 4LB", "GB"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEmptyLinesAreLeftOut(t *testing.T) {
	if got := Lines(parcel.Address{Name: "Poste restante", Postcode: " - "}); !slices.Equal(got, []string{"Poste restante"}) {
		t.Errorf("got %q", got)
	}
}

func TestSack(t *testing.T) {
	for want, to := range map[string]parcel.Address{"GBSW": {Postcode: "sw1y-4lb", Country: "gb"}, "FR": {Postcode: "75001", Country: "fr"}} {
		if got := Sack(to); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
