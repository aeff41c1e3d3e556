#include "media/worker/cage.hpp"

#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <initializer_list>
#include <stdexcept>
#include <string>

namespace wasl::media::worker::cage {

namespace {

constexpr rlim_t kMemory = rlim_t{1} << 30;
constexpr rlim_t kSeconds = 10;
constexpr rlim_t kLongestFile = rlim_t{64} << 20;

void limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  if (setrlimit(resource, &both) != 0) throw std::runtime_error("a limit cannot be set");
}

void allow(scmp_filter_ctx filter, std::initializer_list<int> calls) {
  for (const int call : calls)
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0)
      throw std::runtime_error("the system-call filter cannot be made");
}

}  // namespace

void limit_resources() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_AS, kMemory);
  limit(RLIMIT_CPU, kSeconds);
  limit(RLIMIT_FSIZE, kLongestFile);
  limit(RLIMIT_CORE, 0);
  setpriority(PRIO_PROCESS, 0, 10);
}

void close_for_good() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) throw std::runtime_error("privileges cannot be given up");
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  auto* filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) throw std::runtime_error("the system-call filter cannot be made");
  allow(filter,
        {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(pwrite64),
         SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(close), SCMP_SYS(ftruncate)});
  allow(filter,
        {SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk)});
  allow(filter, {SCMP_SYS(futex),
                 SCMP_SYS(set_robust_list),
                 SCMP_SYS(rseq),
                 SCMP_SYS(set_tid_address),
                 SCMP_SYS(exit),
                 SCMP_SYS(exit_group),
                 SCMP_SYS(rt_sigaction),
                 SCMP_SYS(rt_sigprocmask),
                 SCMP_SYS(rt_sigreturn),
                 SCMP_SYS(sigaltstack),
                 SCMP_SYS(sched_yield),
                 SCMP_SYS(sched_getaffinity),
                 SCMP_SYS(sched_getattr),
                 SCMP_SYS(sched_setattr),
                 SCMP_SYS(getpid),
                 SCMP_SYS(gettid),
                 SCMP_SYS(tgkill),
                 SCMP_SYS(clock_gettime),
                 SCMP_SYS(clock_nanosleep),
                 SCMP_SYS(nanosleep),
                 SCMP_SYS(gettimeofday),
                 SCMP_SYS(getrandom),
                 SCMP_SYS(sysinfo),
                 SCMP_SYS(getrusage)});
  // Threads, no processes. What a clone3 asks for cannot be seen here: the C library then takes clone.
  const scmp_arg_cmp is_thread{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD};
  const bool threads = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &is_thread) == 0 &&
                       seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
  const int loaded = threads ? seccomp_load(filter) : -1;
  seccomp_release(filter);
  if (loaded != 0) throw std::runtime_error("this kernel filters no system calls");
}

}  // namespace wasl::media::worker::cage
