/*
 * The least that a server of datagrams can do: takes them in batches and sends each back with a given length.
 * What it costs is what the kernel costs; bench/compare.sh sets name servers against it.
 *
 *   cc -O2 -o echo echo.c && ./echo 5300 183
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, SLOT = 4096, BUFFER = 4 << 20 };

static char octets[BATCH][SLOT];
static struct sockaddr_in senders[BATCH];
static struct iovec requests[BATCH], replies[BATCH];
static struct mmsghdr received[BATCH], sent[BATCH];

static int listen_on(int port)
{
    int buffer = BUFFER;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fprintf(stderr, "echo: UDP 127.0.0.1:%d: %s\n", port, strerror(errno));
        exit(1);
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    return fd;
}

static void prepare(size_t reply_length)
{
    for (int i = 0; i < BATCH; i++) {
        requests[i] = (struct iovec){octets[i], SLOT};
        replies[i] = (struct iovec){octets[i], reply_length};
        received[i].msg_hdr = (struct msghdr){.msg_name = &senders[i], .msg_iov = &requests[i], .msg_iovlen = 1};
        sent[i].msg_hdr = (struct msghdr){
            .msg_name = &senders[i], .msg_namelen = sizeof senders[i], .msg_iov = &replies[i], .msg_iovlen = 1};
    }
}

static void serve(int fd)
{
    for (;;) {
        for (int i = 0; i < BATCH; i++)
            received[i].msg_hdr.msg_namelen = sizeof senders[i];
        int count = recvmmsg(fd, received, BATCH, MSG_WAITFORONE, NULL);
        /* A batch may be sent in parts; what cannot be sent is dropped, as on any network. */
        for (int at = 0; at < count;) {
            int done = sendmmsg(fd, sent + at, (unsigned)(count - at), 0);
            at += done > 0 ? done : 1;
        }
    }
}

int main(int argc, char **argv)
{
    int port = argc == 3 ? atoi(argv[1]) : 0;
    int length = argc == 3 ? atoi(argv[2]) : 0;

    if (port < 1 || port > 65535 || length < 12 || length > SLOT) {
        fprintf(stderr, "Usage: echo PORT LENGTH\nSends every datagram on 127.0.0.1:PORT back with LENGTH octets, 12 to %d.\n", SLOT);
        return 2;
    }
    prepare((size_t)length);
    serve(listen_on(port));
}
