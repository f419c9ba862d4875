package org.example.shelf;

import java.util.Objects;

/** An International Standard Book Number in its form of thirteen digits. */
public final class Isbn {
    private final String digits;

    private Isbn(String digits) {
        this.digits = digits;
    }

    /**
     * Reads an ISBN of ten or thirteen digits, with or without hyphens and spaces.
     *
     * @throws IllegalArgumentException if the length or the check digit is wrong
     */
    public static Isbn parse(String text) {
        String compact = compact(text);
        if (compact.length() == 10) {
            if (checkDigit10(compact) != compact.charAt(9)) {
                throw new IllegalArgumentException("wrong check digit: " + text);
            }
            String stem = "978" + compact.substring(0, 9);
            return new Isbn(stem + checkDigit13(stem));
        }
        if (compact.length() != 13) {
            throw new IllegalArgumentException("neither 10 nor 13 digits: " + text);
        }
        if (checkDigit13(compact) != compact.charAt(12)) {
            throw new IllegalArgumentException("wrong check digit: " + text);
        }
        return new Isbn(compact);
    }

    static String compact(String text) {
        return text.replaceAll("[\\s-]", "").toUpperCase();
    }

    private static char checkDigit10(String digits) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * Character.digit(digits.charAt(i), 10);
        }
        int check = (11 - sum % 11) % 11;
        return check == 10 ? 'X' : Character.forDigit(check, 10);
    }

    private static char checkDigit13(String digits) {
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += (i % 2 == 0 ? 1 : 3) * Character.digit(digits.charAt(i), 10);
        }
        return Character.forDigit((10 - sum % 10) % 10, 10);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Isbn that && digits.equals(that.digits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(digits);
    }

    @Override
    public String toString() {
        return digits;
    }
}
