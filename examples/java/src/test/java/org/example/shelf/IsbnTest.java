package org.example.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsbnTest {
    @Test
    void tenDigitsBecomeThirteen() {
        assertEquals("9780306406157", Isbn.parse("0-306-40615-2").toString());
        assertEquals("9780804429573", Isbn.parse("0 8044 2957 x").toString());
    }

    @Test
    void theSameBookIsEqual() {
        assertEquals(Isbn.parse("9780306406157"), Isbn.parse("0306406152"));
        assertEquals(Isbn.parse("9780306406157").hashCode(), Isbn.parse("0306406152").hashCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0306406153", "9780306406158", "12345", ""})
    void whatIsNoIsbnIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Isbn.parse(text));
    }
}
