import { localTimes } from "./clock.js";

localTimes();
