/** Where something is, whoever is there. */
export interface Location {
  company?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  region?: string | undefined;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  phone?: string | undefined;
}

/** A postal address as it is stored with carts and orders. */
export interface Address extends Location {
  firstName: string;
  lastName: string;
}
