// Generated from client/ and style.css by `npm run generate`. Do not edit.
export declare const program: string
export declare const style: string
