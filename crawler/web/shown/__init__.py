"""What pages and the API show: functions that take a Tx and give frozen values."""
