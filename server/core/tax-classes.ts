/** What a product is taxed as unless its merchant says otherwise. */
export const standardTaxClass = "standard";

/** What is taxed at 0 % where the rates say so: that of what a merchant's file calls not taxable. */
export const zeroTaxClass = "zero";
