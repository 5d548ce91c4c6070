import os, time
from multiprocessing import Pool

def slow_function(nsecs):
	pid = os.getpid()
	print("Process " + str(pid) + " going to sleep for " + str(nsecs) + " second(s)")
	time.sleep(nsecs)
	print("Process " + str(pid) + " waking up")
	return nsecs

def slow_add(nsecs, x, y):
	pid = os.getpid()
	print("Process " + str(pid) + " going to sleep for " + str(nsecs) + " second(s)")
	time.sleep(nsecs)
	print("Process " + str(pid) + " waking up")
	z = x + y
	return z

if __name__ == "__main__":
	print("Master process is PID " + str(os.getpid()))
	pool = Pool(3)
	try:
		print("Result is " + str(pool.apply(slow_function, (5,))))
		print("Result is " + str(pool.apply(slow_add, (1, 6, 7))))
	finally:
		pool.terminate()
		pool.join()
