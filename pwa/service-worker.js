addEventListener('install', () => self.skipWaiting())
