package customs

import (
	"testing"

	"example.com/parcelkit/parcel"
)

func TestDeclaration(t *testing.T) {
	got := Declaration(parcel.Address{Country: "gb", Postcode: "ec1a1bb"}, []Item{{"book", 2, 1250}, {"pencil", 10, 5}})
	want := "CN 22 to GB, EC1A 1BB\n2 x book 12.50 EUR\n10 x pencil 0.05 EUR\ntotal 25.50 EUR\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNeeded(t *testing.T) {
	for to, want := range map[parcel.Address]bool{
		{Country: "FR", Postcode: "75001"}: true, {Country: "gb", Postcode: "b-t1 1aa"}: true, {Country: "GB", Postcode: "B1 1AA"}: false,
	} {
		if got := Needed(to); got != want {
			t.Errorf("Needed(%+v) = %t, want %t", to, got, want)
		}
	}
}
