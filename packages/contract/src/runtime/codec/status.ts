type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type ToNumber<Text extends string> = Text extends `${infer N extends number}` ? N : never;

/** The statuses of a range of the contract: `1XX` to `5XX`. */
export type StatusRange<First extends 1 | 2 | 3 | 4 | 5> = ToNumber<`${First}${Digit}${Digit}`>;

/** Every status that HTTP can have (RFC 9110, 15). */
export type Status = StatusRange<1> | StatusRange<2> | StatusRange<3> | StatusRange<4> | StatusRange<5>;
