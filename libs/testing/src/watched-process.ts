import { watchTransactions } from '@troupe/database/watch-transactions';

// Loaded before the main.ts of a service under test: what calls inside a transaction fails there too.
watchTransactions();
