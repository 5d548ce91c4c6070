import sys, time
from multiprocessing import Pool

# the functions that the workers run

def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y

def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y

def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError('Called broken function')

def slow_reverse(nsecs, word):
    time.sleep(nsecs)
    return word[::-1]

def main(nprocs):
    jobs = {}
    with Pool(processes=nprocs) as pool:
        jobs['slow_add'] = pool.apply_async(slow_add, args=(3, 6, 7))
        jobs['slow_diff'] = pool.apply_async(slow_diff, args=(2, 5, 2))
        jobs['slow_add'] = pool.apply_async(slow_add, args=(1, 8, 1))
        jobs['slow_diff'] = pool.apply_async(slow_diff, args=(5, 9, 2))
        jobs['broken_function'] = pool.apply_async(broken_function, args=(4,))
        jobs['slow_reverse'] = pool.apply_async(slow_reverse, args=(3, 'stressed'))

        done = 0
        while done < len(jobs):
            done = 0
            for i, key in enumerate(jobs):
                if jobs[key].ready():
                    done += 1
                    print('Process %d has finished' % i)
                else:
                    print('Process %d is running...' % i)
            if done < len(jobs):
                time.sleep(1)

        for i, job in enumerate(jobs.values()):
            if job.successful():
                print('Process %d was successful. Result is %s' % (i, job.get()))
            else:
                try:
                    job.get()
                except Exception as exc:
                    print('Process %d failed! Error: %s' % (i, exc))

if __name__ == '__main__':
    main(int(sys.argv[1]))
